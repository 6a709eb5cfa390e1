-- The balance is what is in no payout yet: few rows, however long the account has been there.
create index sandbox_object_unpaid on sandbox_object (account)
  where type = 'balance_transaction' and refs @> '{~paid_out:false}'::text[];

-- In which currencies an account ever had money.
create index sandbox_object_funds on sandbox_object (account, (body->>'currency'))
  where type = 'balance_transaction';
