-- Whether a suppression says something of the mailbox alone, such as that mail bounced there, and not that its owner
-- wants none. What is there already counts as the owner's word: the first reason stayed, whatever came after it.
ALTER TABLE suppression ADD COLUMN of_mailbox INTEGER NOT NULL DEFAULT 0 CHECK (of_mailbox = 0 OR of_mailbox = 1);
