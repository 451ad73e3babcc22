package dev.cnilab.netsim.link;

import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.EtherPayload;
import dev.cnilab.netsim.trace.DropReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The classifiers and the queueing discipline of a link; tc(8). */
public final class TrafficControl {
  private static final Classifier.Action PASS = new Classifier.Action.Pass();

  private final Link link;
  private @Nullable Classifier ingress;
  private @Nullable Classifier egress;
  private @Nullable Qdisc queue;
  private Entrance entrance = Entrance.NONE;

  TrafficControl(Link link) {
    this.link = link;
  }

  /** Sets the program for incoming packets; null for none. */
  public void classifyIngress(@Nullable Classifier program) {
    Caller.requireAdministrator();
    ingress = program;
  }

  /** Sets the program for outgoing packets; null for none. */
  public void classifyEgress(@Nullable Classifier program) {
    Caller.requireAdministrator();
    egress = program;
  }

  /** The queueing discipline in which frames wait before they are sent. */
  public Optional<Qdisc> queue() {
    return Optional.ofNullable(queue);
  }

  /**
   * Sets a netem queueing discipline, replacing the present one and dropping the frames in it.
   *
   * @param handle its major number; 0 for any
   */
  public void setQueue(NetemSettings settings, int handle) {
    Caller.requireAdministrator();
    queue = new Netem(link, handle, settings);
  }

  /** Like {@link #setQueue(NetemSettings, int)}, for a token bucket. */
  public void setQueue(TbfSettings settings, int handle) {
    Caller.requireAdministrator();
    queue = new Tbf(link, handle, settings);
  }

  /**
   * Sets a queue, or changes the limit of the present one if it is of this kind.
   *
   * @param limit in packets, or in bytes for a bfifo
   * @param handle the major number of a new one; 0 for any
   */
  public void setQueue(Fifo.Kind kind, long limit, int handle) {
    Caller.requireAdministrator();
    boolean kept = handle == 0 || (queue != null && queue.handle() == handle);
    if (kept && queue instanceof Fifo fifo && fifo.order() == kind) {
      fifo.limit(limit);
    } else {
      queue = new Fifo(link, handle, kind, limit);
    }
  }

  /** The place for filters of incoming packets. */
  public Entrance entrance() {
    return entrance;
  }

  /** Where filters can be attached. */
  public enum Entrance {
    NONE,
    /** For incoming packets. */
    INGRESS,
    /** For incoming and outgoing packets. */
    CLSACT
  }

  public void setEntrance(Entrance place) {
    Caller.requireAdministrator();
    entrance = place;
  }

  /** Sets a tbf queueing discipline, replacing the present one and dropping the frames in it. */
  public void setQueue(TbfSettings settings) {
    Caller.requireAdministrator();
    queue = new Tbf(link, 0, settings);
  }

  /**
   * Removes the queueing discipline.
   *
   * @throws ErrnoException ENOENT if there is none
   */
  public void clearQueue() {
    Caller.requireAdministrator();
    if (queue == null) {
      throw new ErrnoException(Errno.ENOENT);
    }
    queue = null;
  }

  /** Whether an incoming frame continues to the protocols; if not, it was handled here. */
  boolean admits(Skb skb) {
    return passes(ingress, skb, DropReason.TC_INGRESS);
  }

  /** Whether an outgoing frame is held or dropped here. */
  boolean holds(Skb skb) {
    if (!passes(egress, skb, DropReason.TC_EGRESS)) {
      return true;
    }
    if (queue == null) {
      return false;
    }
    queue.enqueue(skb);
    return true;
  }

  private boolean passes(@Nullable Classifier program, Skb skb, DropReason refusal) {
    EtherPayload before = skb.payload();
    Classifier.Action action = program == null ? PASS : program.classify(skb);
    skb.noteTranslation(link.links(), "a program at " + link.name(), before);
    return switch (action) {
      case Classifier.Action.Pass pass -> true;
      case Classifier.Action.Drop drop -> {
        skb.drop(link.links(), refusal, drop.why());
        yield false;
      }
      case Classifier.Action.Redirect redirect -> {
        redirect.to().transmit(skb);
        yield false;
      }
    };
  }
}
