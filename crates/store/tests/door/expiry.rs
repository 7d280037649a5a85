//! What goes by itself.

use moongate_domain::Timestamp;
use moongate_domain::id::PoolId;
use moongate_domain::pool::{NewPool, PoolPatch};
use moongate_store::Error;

use crate::support::databases;

const DAY: i64 = 86_400_000;

/// W9, W13: failures against people who do not exist are counted like others, and do not gather for ever.
#[tokio::test]
async fn failures_of_strangers_are_forgotten_after_a_week_and_those_of_users_are_not() {
    for database in databases() {
        let store = &database.store;
        store.migrate().unwrap();
        let left = store
            .write(|tx| {
                let id = PoolId::shape(1, [1; 10]);
                let new = NewPool {
                    name: "Moon".to_owned(),
                    slug: None,
                    settings: PoolPatch::default(),
                };
                tx.insert_pool(&new.build(id.clone(), Timestamp(1)).unwrap())?;
                tx.pool(&id).hold_attempts("unknown:01", Timestamp(1))?;
                tx.pool(&id).hold_attempts("usr_01", Timestamp(1))?;
                tx.pool(&id)
                    .hold_attempts("unknown:02", Timestamp(5 * DAY))?;
                let gone = tx.delete_expired(Timestamp(10 * DAY), 500)?;
                let left: i64 = tx.get("SELECT COUNT(*) FROM attempts", &[])?;
                Ok::<_, Error>((gone, left))
            })
            .await
            .unwrap();
        assert_eq!(left, (1, 2));
    }
}
