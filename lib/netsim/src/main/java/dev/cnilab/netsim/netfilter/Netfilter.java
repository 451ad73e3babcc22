package dev.cnilab.netsim.netfilter;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.packet.EtherPayload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hooks of one namespace and the functions registered there (nf_register_net_hook). */
public final class Netfilter {
  /** Priorities of enum nf_ip_hook_priorities; lower ones come first. */
  public static final int RAW = -300;

  public static final int CONNTRACK = -200;
  public static final int MANGLE = -150;
  public static final int NAT_DESTINATION = -100;
  public static final int FILTER = 0;
  public static final int SECURITY = 50;
  public static final int NAT_SOURCE = 100;
  public static final int CONNTRACK_CONFIRM = Integer.MAX_VALUE;

  private record Registered(int priority, HookFunction function) {}

  /** The functions of each hook, in order; arrays, for the hot path of packets. */
  private final Registered[][] functions = new Registered[Hook.values().length][0];

  /** Registers a function at a hook, before those with the same priority (nf_hook_entries_grow). */
  @SuppressWarnings("EnumOrdinal")
  public void register(Hook hook, int priority, HookFunction function) {
    List<Registered> more = new ArrayList<>(Arrays.asList(functions[hook.ordinal()]));
    int index = 0;
    while (index < more.size() && more.get(index).priority < priority) {
      index++;
    }
    more.add(index, new Registered(priority, function));
    functions[hook.ordinal()] = more.toArray(Registered[]::new);
  }

  /**
   * Whether connections are tracked, so that fragments are joined before PREROUTING
   * (nf_defrag_ipv4).
   */
  @SuppressWarnings("EnumOrdinal")
  public boolean tracks() {
    for (Registered each : functions[Hook.PREROUTING.ordinal()]) {
      if (each.priority == CONNTRACK) {
        return true;
      }
    }
    return false;
  }

  /** Unregisters a function. */
  @SuppressWarnings("EnumOrdinal")
  public void unregister(Hook hook, HookFunction function) {
    functions[hook.ordinal()] =
        Arrays.stream(functions[hook.ordinal()])
            .filter(each -> each.function != function)
            .toArray(Registered[]::new);
  }

  /**
   * Runs the functions of a hook in order until one does not accept.
   *
   * @return whether the packet continues; if not, the drop is recorded in its trace
   */
  public boolean passes(Hook hook, Skb skb, @Nullable Link in, @Nullable Link out, Links at) {
    EtherPayload before = skb.payload();
    Verdict verdict = judge(hook, skb, in, out);
    skb.noteTranslation(at, hook.name(), before);
    if (!(verdict instanceof Verdict.Drop drop)) {
      return true;
    }
    skb.drop(at, drop.reason(), drop.by());
    return false;
  }

  /** Runs the functions of a hook in order until one does not accept. */
  @SuppressWarnings("EnumOrdinal")
  public Verdict judge(Hook hook, Skb skb, @Nullable Link in, @Nullable Link out) {
    Registered[] at = functions[hook.ordinal()];
    if (at.length == 0) {
      return Verdict.ACCEPT;
    }
    HookPoint point = new HookPoint(hook, in, out);
    for (Registered each : at) {
      Verdict verdict = each.function.judge(skb, point);
      if (!(verdict instanceof Verdict.Accept)) {
        return verdict;
      }
    }
    return Verdict.ACCEPT;
  }
}
