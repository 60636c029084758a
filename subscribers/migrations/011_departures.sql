-- Who is forgotten is looked for among those who left by their id, as `former` is.
CREATE INDEX departed_of_person ON departed (person);
