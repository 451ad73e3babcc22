package dev.cnilab.netsim.conntrack;

import dev.cnilab.netsim.link.ConnectionNote;
import dev.cnilab.netsim.link.Skb;
import org.jspecify.annotations.Nullable;

/**
 * What connection tracking notes at a packet.
 *
 * @param connection the connection it belongs to; null if it is invalid or untracked
 */
public record Tracked(@Nullable Connection connection, Direction direction, State state)
    implements ConnectionNote {
  /** The state of a packet towards its connection, as {@code --ctstate} names it. */
  public enum State {
    NEW,
    ESTABLISHED,
    RELATED,
    INVALID,
    UNTRACKED
  }

  static final Tracked INVALID = new Tracked(null, Direction.ORIGINAL, State.INVALID);

  /** What a rule with the target CT or NOTRACK notes. */
  public static final Tracked UNTRACKED = new Tracked(null, Direction.ORIGINAL, State.UNTRACKED);

  /** What was noted at this packet: untracked if nothing was. */
  public static Tracked of(Skb skb) {
    return skb.connection() instanceof Tracked tracked ? tracked : UNTRACKED;
  }

  @Override
  public @Nullable Tracked ofAnswer() {
    return connection == null ? null : new Tracked(connection, direction.opposite(), State.RELATED);
  }
}
