-- What the accounts that wrote are called. Their ids stand in the log; their names only here, so that they can be changed and forgotten:
-- UPDATE account SET name = NULL WHERE account_id = '…'. A row without a name says that the id is an account's.
CREATE TABLE account (
    account_id text        PRIMARY KEY,
    name       text,
    named_at   timestamptz NOT NULL DEFAULT now()
);
