-- Keys that were made of a reader's id by a plain hash; they are made by a keyed one now.
update pledge set request_key = null where request_key like 'derived:%';
