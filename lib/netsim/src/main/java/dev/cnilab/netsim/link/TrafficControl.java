package dev.cnilab.netsim.link;

import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.packet.EtherPayload;
import dev.cnilab.netsim.trace.DropReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a link's frames pass before they leave and after they came in; tc(8). */
public final class TrafficControl {
  private static final Classifier.Action PASS = new Classifier.Action.Pass();

  private final Link link;
  private @Nullable Classifier ingress;
  private @Nullable Classifier egress;
  private @Nullable Netem netem;

  TrafficControl(Link link) {
    this.link = link;
  }

  /** Has a program judge what comes in; null for none. */
  public void classifyIngress(@Nullable Classifier program) {
    Caller.requireAdministrator();
    ingress = program;
  }

  /** Has a program judge what is sent; null for none. */
  public void classifyEgress(@Nullable Classifier program) {
    Caller.requireAdministrator();
    egress = program;
  }

  /** The queue that makes what is sent look like sent over a bad network. */
  public Optional<Netem> netem() {
    return Optional.ofNullable(netem);
  }

  /** Has frames wait in such a queue, in place of any before; what waited there is lost. */
  public void setNetem(NetemSettings settings) {
    Caller.requireAdministrator();
    netem = new Netem(link, link.links().nextQdisc(), settings);
  }

  /**
   * Takes the queue away again.
   *
   * @throws ErrnoException ENOENT if there is none
   */
  public void clearNetem() {
    Caller.requireAdministrator();
    if (netem == null) {
      throw new ErrnoException(Errno.ENOENT);
    }
    netem = null;
  }

  /** Whether a frame that came in goes on to the protocols; if not, it is done with. */
  boolean admits(Skb skb) {
    return passes(ingress, skb, DropReason.TC_INGRESS);
  }

  /** Whether a frame that is to be sent waits here, or ends here. */
  boolean holds(Skb skb) {
    if (!passes(egress, skb, DropReason.TC_EGRESS)) {
      return true;
    }
    if (netem == null) {
      return false;
    }
    netem.enqueue(skb);
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
