package dev.cnilab.userland.netfilter.rule;

import java.util.Optional;
import java.util.function.Function;

/**
 * The users and groups of a machine, whom rules may name.
 *
 * @param users the number of the user with a name; empty if there is none
 * @param groups the number of the group with a name; empty if there is none
 */
public record Accounts(
    Function<String, Optional<Long>> users, Function<String, Optional<Long>> groups) {}
