-- Words of the branch's own by which people are found for practical things; a person's go when the person goes.
CREATE TABLE person_tag (
    person TEXT NOT NULL REFERENCES person (id),
    tag TEXT NOT NULL,
    PRIMARY KEY (person, tag)
);

-- Who has a tag, and how many people have which.
CREATE INDEX person_of_tag ON person_tag (tag, person);
