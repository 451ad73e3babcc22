package dev.cnilab.netsim.link;

import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
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

  /** Sets a netem queueing discipline, replacing the present one and dropping the frames in it. */
  public void setQueue(NetemSettings settings) {
    Caller.requireAdministrator();
    queue = new Netem(link, settings);
  }

  /** Sets a tbf queueing discipline, replacing the present one and dropping the frames in it. */
  public void setQueue(TbfSettings settings) {
    Caller.requireAdministrator();
    queue = new Tbf(link, settings);
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

  /** Whether an incoming frame goes on to the protocols; if not, it has been dealt with here. */
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
