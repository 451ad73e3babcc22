package dev.cnilab.cluster.apiserver.registry;

import dev.cnilab.cluster.apiserver.authorization.User;

/**
 * On whose behalf, and how, something is written.
 *
 * @param fieldManager as managedFields names the writer
 * @param durability whether the write is only tried
 */
public record Requester(User user, String fieldManager, Durability durability) {
  /** Whether a write is kept. */
  public enum Durability {
    STORED,
    /** Everything happens but the write itself, as with {@code --dry-run=server}. */
    DRY_RUN
  }

  /** Writes for good, with the user's name as the field manager. */
  public static Requester of(User user) {
    String name = user.name();
    return new Requester(user, name.substring(name.lastIndexOf(':') + 1), Durability.STORED);
  }
}
