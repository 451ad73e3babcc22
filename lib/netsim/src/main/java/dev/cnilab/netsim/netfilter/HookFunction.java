package dev.cnilab.netsim.netfilter;

import dev.cnilab.netsim.link.Skb;

/** Decides about packets at a hook, and may rewrite them ({@link Skb#replace}). */
@FunctionalInterface
public interface HookFunction {
  Verdict judge(Skb skb, HookPoint at);
}
