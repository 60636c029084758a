-- An address that was known to take no mail did not keep that its owner unsubscribed as well: all is read once more.
delete from pulled;
