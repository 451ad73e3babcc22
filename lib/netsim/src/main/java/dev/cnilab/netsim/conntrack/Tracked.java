package dev.cnilab.netsim.conntrack;

import dev.cnilab.netsim.conntrack.tuple.ConnectionDirection;
import dev.cnilab.netsim.link.ConnectionNote;
import dev.cnilab.netsim.link.Skb;
import org.jspecify.annotations.Nullable;

/**
 * The connection tracking state attached to a packet.
 *
 * @param connection the connection it belongs to; null if it is invalid or untracked
 */
public record Tracked(@Nullable Connection connection, ConnectionDirection direction, State state)
    implements ConnectionNote {
  /** The packet's state in its connection, as in {@code --ctstate}. */
  public enum State {
    NEW,
    ESTABLISHED,
    RELATED,
    INVALID,
    UNTRACKED
  }

  static final Tracked INVALID = new Tracked(null, ConnectionDirection.ORIGINAL, State.INVALID);

  /** The state that the targets CT and NOTRACK attach. */
  public static final Tracked UNTRACKED =
      new Tracked(null, ConnectionDirection.ORIGINAL, State.UNTRACKED);

  /** The state attached to this packet; untracked if there is none. */
  public static Tracked of(Skb skb) {
    return skb.connection() instanceof Tracked tracked ? tracked : UNTRACKED;
  }

  @Override
  public @Nullable Tracked ofAnswer() {
    return connection == null ? null : new Tracked(connection, direction.opposite(), State.RELATED);
  }
}
