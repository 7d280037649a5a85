//! Users, what finds them, and their passwords.

use moongate_domain::Timestamp;
use moongate_domain::credential::PasswordCredential;
use moongate_domain::id::UserId;
use moongate_domain::identifier::{EmailAddress, PhoneNumber, Username};
use moongate_domain::user::{Standing, User, UserSource};

use crate::args;
use crate::db::{Error, FromRow, Row};
use crate::pool::InPool;

impl InPool<'_, '_> {
    /// Stores a new user and what finds them. A taken identifier is a conflict on `identifiers`.
    pub fn insert_user(&mut self, it: &User) -> Result<(), Error> {
        let attributes = serde_json::to_string(&it.attributes).map_err(Error::inconsistent)?;
        self.tx.execute(
            "INSERT INTO users (id, pool_id, username, nickname, email, email_verified, phone, phone_verified, search,
                activated_at, admin_locked_at, policy_locked_until, frozen_at, source, attributes,
                password_must_change, last_sign_in_at, created_at, updated_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
            args![
                &it.id, self.id, it.username.as_ref().map(Username::as_str), it.nickname.clone(),
                it.email.as_ref().map(EmailAddress::as_str), it.email_verified,
                it.phone.as_ref().map(PhoneNumber::as_str), it.phone_verified, it.search_text(),
                it.standing.activated_at, it.standing.admin_locked_at, it.standing.policy_locked_until,
                it.standing.frozen_at, it.source.as_str(), attributes, false, it.last_sign_in_at, it.created_at,
                it.updated_at, it.version
            ],
        )?;
        self.insert_identifiers(it)
    }

    fn insert_identifiers(&mut self, it: &User) -> Result<(), Error> {
        for identifier in it.identifiers() {
            self.tx.execute(
                "INSERT INTO identifiers (pool_id, key, kind, user_id) VALUES ($1, $2, $3, $4)",
                args![
                    self.id,
                    identifier.key(),
                    identifier.kind().as_str(),
                    &it.id
                ],
            )?;
        }
        Ok(())
    }

    /// Which kind of identifier is already somebody else's: asked before writing, because the
    /// constraint alone cannot say it.
    pub fn find_taken_identifier(&mut self, it: &User) -> Result<Option<&'static str>, Error> {
        for identifier in it.identifiers() {
            let owner: Option<UserId> = self.tx.find(
                "SELECT user_id FROM identifiers WHERE pool_id = $1 AND key = $2",
                args![self.id, identifier.key()],
            )?;
            if owner.is_some_and(|owner| owner != it.id) {
                return Ok(Some(identifier.kind().as_str()));
            }
        }
        Ok(None)
    }

    /// Writes a user back. `false` if they were changed since the version that was read.
    pub fn update_user(&mut self, it: &User, read_version: i64) -> Result<bool, Error> {
        let attributes = serde_json::to_string(&it.attributes).map_err(Error::inconsistent)?;
        let changed = self.tx.execute(
            "UPDATE users SET username = $3, nickname = $4, email = $5, email_verified = $6, phone = $7,
                phone_verified = $8, search = $9, activated_at = $10, admin_locked_at = $11,
                policy_locked_until = $12, frozen_at = $13, attributes = $14, updated_at = $15, version = $16
             WHERE pool_id = $1 AND id = $2 AND version = $17",
            args![
                self.id, &it.id, it.username.as_ref().map(Username::as_str), it.nickname.clone(),
                it.email.as_ref().map(EmailAddress::as_str), it.email_verified,
                it.phone.as_ref().map(PhoneNumber::as_str), it.phone_verified, it.search_text(),
                it.standing.activated_at, it.standing.admin_locked_at, it.standing.policy_locked_until,
                it.standing.frozen_at, attributes, it.updated_at, it.version, read_version
            ],
        )?;
        if changed > 0 {
            self.tx.execute(
                "DELETE FROM identifiers WHERE pool_id = $1 AND user_id = $2",
                args![self.id, &it.id],
            )?;
            self.insert_identifiers(it)?;
        }
        Ok(changed > 0)
    }

    /// Notes a sign-in; the first one makes the user normal.
    pub fn note_sign_in(&mut self, id: &UserId, now: Timestamp) -> Result<(), Error> {
        self.tx.execute(
            "UPDATE users SET last_sign_in_at = $3, activated_at = COALESCE(activated_at, $3)
             WHERE pool_id = $1 AND id = $2",
            args![self.id, id, now],
        )?;
        Ok(())
    }

    /// Sets or lifts the lock that failures cause.
    pub fn set_policy_lock(&mut self, id: &UserId, until: Option<Timestamp>) -> Result<(), Error> {
        self.tx.execute(
            "UPDATE users SET policy_locked_until = $3 WHERE pool_id = $1 AND id = $2",
            args![self.id, id, until],
        )?;
        Ok(())
    }

    /// Notes that the address was proven by a code.
    pub fn verify_email(&mut self, id: &UserId) -> Result<(), Error> {
        self.tx.execute(
            "UPDATE users SET email_verified = $3 WHERE pool_id = $1 AND id = $2 AND NOT email_verified",
            args![self.id, id, true],
        )?;
        Ok(())
    }

    /// A user of this pool.
    pub fn find_user(&mut self, id: &UserId) -> Result<Option<User>, Error> {
        self.tx.find(
            "SELECT * FROM users WHERE pool_id = $1 AND id = $2",
            args![self.id, id],
        )
    }

    /// The user whom a canonical key finds.
    pub fn find_user_by_identifier(&mut self, key: &str) -> Result<Option<User>, Error> {
        self.tx.find(
            "SELECT users.* FROM identifiers JOIN users ON users.id = identifiers.user_id
             WHERE identifiers.pool_id = $1 AND identifiers.key = $2",
            args![self.id, key],
        )
    }

    /// Users, the newest first, before a cursor.
    pub fn list_users(
        &mut self,
        before: Option<(Timestamp, UserId)>,
        limit: i64,
    ) -> Result<Vec<User>, Error> {
        let (at, id) = before.map_or((Timestamp(i64::MAX), String::new()), |(at, id)| {
            (at, id.to_string())
        });
        self.tx.list(
            "SELECT * FROM users WHERE pool_id = $1 AND (created_at, id) < ($2, $3)
             ORDER BY created_at DESC, id DESC LIMIT $4",
            args![self.id, at, id, limit],
        )
    }

    /// How many users there are.
    pub fn count_users(&mut self) -> Result<i64, Error> {
        self.tx.get(
            "SELECT COUNT(*) FROM users WHERE pool_id = $1",
            args![self.id],
        )
    }

    /// Deletes a user with everything that is theirs. `false` if there is none.
    pub fn delete_user(&mut self, id: &UserId) -> Result<bool, Error> {
        self.tx.execute(
            "DELETE FROM messages WHERE pool_id = $1 AND user_id = $2",
            args![self.id, id],
        )?;
        let gone = self.tx.execute(
            "DELETE FROM users WHERE pool_id = $1 AND id = $2",
            args![self.id, id],
        )?;
        Ok(gone > 0)
    }

    /// The password of a user, if they have one.
    pub fn find_password(&mut self, id: &UserId) -> Result<Option<PasswordCredential>, Error> {
        self.tx.find(
            "SELECT password_hash, password_changed_at, password_must_change FROM users
             WHERE pool_id = $1 AND id = $2 AND password_hash IS NOT NULL",
            args![self.id, id],
        )
    }

    /// Sets the password; the one before goes into the history.
    pub fn put_password(&mut self, id: &UserId, it: &PasswordCredential) -> Result<(), Error> {
        self.tx.execute(
            "INSERT INTO password_history (pool_id, user_id, password_hash, replaced_at)
             SELECT pool_id, id, password_hash, $3 FROM users
             WHERE pool_id = $1 AND id = $2 AND password_hash IS NOT NULL
             ON CONFLICT DO NOTHING",
            args![self.id, id, it.changed_at],
        )?;
        self.tx.execute(
            "UPDATE users SET password_hash = $3, password_changed_at = $4, password_must_change = $5
             WHERE pool_id = $1 AND id = $2",
            args![self.id, id, it.hash.as_str(), it.changed_at, it.must_change],
        )?;
        self.tx.execute(
            "DELETE FROM password_history WHERE user_id = $1 AND pool_id = $2 AND replaced_at <=
                (SELECT replaced_at FROM password_history WHERE user_id = $1 ORDER BY replaced_at DESC
                 LIMIT 1 OFFSET 128)",
            args![id, self.id],
        )?;
        Ok(())
    }

    /// Replaces the hash of the same password by a stronger one.
    pub fn rehash_password(&mut self, id: &UserId, old: &str, new: &str) -> Result<(), Error> {
        self.tx.execute(
            "UPDATE users SET password_hash = $4 WHERE pool_id = $1 AND id = $2 AND password_hash = $3",
            args![self.id, id, old, new],
        )?;
        Ok(())
    }

    /// The hashes of the last passwords, the present one first.
    pub fn list_password_history(&mut self, id: &UserId, limit: i64) -> Result<Vec<String>, Error> {
        let mut hashes: Vec<String> = self
            .find_password(id)?
            .into_iter()
            .map(|it| it.hash)
            .collect();
        hashes.extend(self.tx.list::<String>(
            "SELECT password_hash FROM password_history WHERE pool_id = $1 AND user_id = $2
             ORDER BY replaced_at DESC LIMIT $3",
            args![self.id, id, limit],
        )?);
        hashes.truncate(usize::try_from(limit).unwrap_or(0));
        Ok(hashes)
    }
}

impl FromRow for User {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        let source: String = row.get("source")?;
        Ok(Self {
            id: row.get("id")?,
            pool_id: row.get("pool_id")?,
            username: row.get::<Option<String>>("username")?.map(Username::stored),
            nickname: row.get("nickname")?,
            email: row
                .get::<Option<String>>("email")?
                .map(EmailAddress::stored),
            email_verified: row.get("email_verified")?,
            phone: row.get::<Option<String>>("phone")?.map(PhoneNumber::stored),
            phone_verified: row.get("phone_verified")?,
            standing: Standing {
                activated_at: row.get("activated_at")?,
                admin_locked_at: row.get("admin_locked_at")?,
                policy_locked_until: row.get("policy_locked_until")?,
                frozen_at: row.get("frozen_at")?,
            },
            source: UserSource::from(source),
            attributes: row.json("attributes")?,
            last_sign_in_at: row.get("last_sign_in_at")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            version: row.get("version")?,
        })
    }
}

impl FromRow for PasswordCredential {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            hash: row.get("password_hash")?,
            changed_at: row.get("password_changed_at")?,
            must_change: row.get("password_must_change")?,
        })
    }
}
