package dev.cnilab.netsim.netfilter;

import dev.cnilab.netsim.link.Skb;

/** Judges packets at a hook, and may rewrite them ({@link Skb#replace}). */
@FunctionalInterface
public interface HookFunction {
  Verdict judge(Skb skb, HookPoint at);
}
