//! The one place that knows which Argon2 is used. A faster kernel would be exchanged here.

use argon2::{Algorithm, Argon2, Block, Params, Version};

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cost {
    pub(super) memory_kib: u32,
    pub(super) passes: u32,
    pub(super) lanes: u32,
}

impl Cost {
    /// The most that any hash may ask for, so that a stored one cannot ask for gigabytes.
    pub(super) const CEILING: Self = Self {
        memory_kib: 262_144,
        passes: 16,
        lanes: 8,
    };

    /// Settings of equal strength; every sound one has at least one of them within it (W8).
    const FLOORS: [(u32, u32); 5] = [
        (47_104, 1),
        (19_456, 2),
        (12_288, 3),
        (9_216, 4),
        (7_168, 5),
    ];

    pub(super) fn is_affordable(self) -> bool {
        self.memory_kib <= Self::CEILING.memory_kib
            && self.passes <= Self::CEILING.passes
            && self.lanes <= Self::CEILING.lanes
    }

    pub(super) fn is_strong_enough(self) -> bool {
        self.lanes >= 1
            && Self::FLOORS
                .iter()
                .any(|(memory, passes)| self.memory_kib >= *memory && self.passes >= *passes)
    }
}

/// Argon2id with an arena that is kept between hashes, so that its pages are not asked from the system each time.
#[derive(Default)]
pub(super) struct Kernel {
    arena: Vec<Block>,
}

impl Kernel {
    /// Fills `out` with the hash (RFC 9106). `None` if the cost or a length is outside Argon2's limits.
    pub(super) fn hash(
        &mut self,
        cost: Cost,
        password: &[u8],
        salt: &[u8],
        out: &mut [u8],
    ) -> Option<()> {
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(out.len())).ok()?;
        let blocks = params.block_count();
        self.run(
            &Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            blocks,
            password,
            salt,
            out,
        )
    }

    /// Gives the arena back to the system.
    pub(super) fn release(&mut self) {
        self.arena = Vec::new();
    }

    fn run(
        &mut self,
        argon2: &Argon2<'_>,
        blocks: usize,
        password: &[u8],
        salt: &[u8],
        out: &mut [u8],
    ) -> Option<()> {
        if self.arena.len() < blocks {
            // Never both the old and the new arena at once.
            self.release();
            self.arena.resize(blocks, Block::default());
        }
        argon2
            .hash_password_into_with_memory(password, salt, out, &mut self.arena[..blocks])
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::{AssociatedData, ParamsBuilder};

    /// RFC 9106, section 5.3.
    #[test]
    fn the_kernel_gives_the_hash_of_rfc_9106() {
        let params = ParamsBuilder::new()
            .m_cost(32)
            .t_cost(3)
            .p_cost(4)
            .data(AssociatedData::new(&[4; 12]).unwrap())
            .build()
            .unwrap();
        let blocks = params.block_count();
        let argon2 =
            Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
        let mut out = [0; 32];
        Kernel::default()
            .run(&argon2, blocks, &[1; 32], &[2; 16], &mut out)
            .unwrap();
        assert_eq!(
            out,
            [
                0x0d, 0x64, 0x0d, 0xf5, 0x8d, 0x78, 0x76, 0x6c, 0x08, 0xc0, 0x37, 0xa3, 0x4a, 0x8b,
                0x53, 0xc9, //
                0xd0, 0x1e, 0xf0, 0x45, 0x2d, 0x75, 0xb6, 0x5e, 0xb5, 0x25, 0x20, 0xe9, 0x6b, 0x01,
                0xe6, 0x59,
            ]
        );
    }

    #[test]
    fn a_used_arena_changes_no_hash() {
        let hash = |kernel: &mut Kernel, memory_kib, passes| {
            let mut out = [0; 32];
            kernel
                .hash(
                    Cost {
                        memory_kib,
                        passes,
                        lanes: 1,
                    },
                    b"password",
                    b"some salt",
                    &mut out,
                )
                .unwrap();
            out
        };
        let mut used = Kernel::default();
        for (memory, passes) in [(64, 1), (256, 2), (64, 2), (8, 1), (256, 2)] {
            assert_eq!(
                hash(&mut used, memory, passes),
                hash(&mut Kernel::default(), memory, passes)
            );
        }
    }

    #[test]
    fn costs_outside_the_limits_of_argon2_are_no_panic() {
        for cost in [(0, 1, 1), (8, 0, 1), (8, 1, 0), (8, 1, 8)] {
            let cost = Cost {
                memory_kib: cost.0,
                passes: cost.1,
                lanes: cost.2,
            };
            assert_eq!(
                Kernel::default().hash(cost, b"password", b"some salt", &mut [0; 32]),
                None
            );
        }
        let cost = Cost {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        };
        assert_eq!(
            Kernel::default().hash(cost, b"password", b"short", &mut [0; 32]),
            None
        );
    }
}
