"""The people's error tree: a sentence for a branch secretary, what to do next, and a stable code.

SubscribersError         1   something about the list or its database failed
 ├─ ListUsageError       2   the command was typed in a way that cannot be carried out
 ├─ DatabaseError        1   the database cannot be opened, read or written
 ├─ AddressError         1   a text is no address that can be mailed
 └─ ListFileError        1   a list file cannot be read or must not be imported

The shape is the mailer's own (message, remedy, code, exit_code), so that the command line prints both alike.
No error ever holds an address, a name of a person or a key: errors end up in logs and screenshots. Messages
of database drivers hold values, so they are never passed on.
"""


class SubscribersError(Exception):
    """A sentence, a remedy and a code; `code` never changes, the words may."""

    code = "subscribers"
    exit_code = 1

    def __init__(self, message: str, *, remedy: str, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        if code is not None:
            self.code = code


class ListUsageError(SubscribersError):
    code = "usage"
    exit_code = 2


class DatabaseError(SubscribersError):
    code = "database"


class AddressError(SubscribersError):
    code = "address"


class ListFileError(SubscribersError):
    code = "list-file"
