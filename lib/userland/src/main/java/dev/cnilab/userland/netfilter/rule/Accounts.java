package dev.cnilab.userland.netfilter.rule;

import java.util.Optional;

/** The users and groups of a machine, whom rules may name. */
public interface Accounts {
  /** The number of the user with this name; empty if there is none. */
  Optional<Long> user(String name);

  /** The number of the group with this name; empty if there is none. */
  Optional<Long> group(String name);
}
