package dev.cnilab.userland.net.route.rule;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.packet.Protocols;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.RoutingRule;
import dev.cnilab.netsim.route.RuleEffect;
import dev.cnilab.netsim.route.RuleSelector;
import dev.cnilab.netsim.route.RuleSelector.Range;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.route.IpRuleValues;
import dev.cnilab.userland.net.route.RouteWords;
import org.jspecify.annotations.Nullable;

/** Prints rules as {@code ip rule} does (iprule.c, print_rule). */
public final class RuleReport {
  private static final int HOST = 32;

  private final IprouteInvocation invocation;
  private final CommandReport out;
  private final boolean busybox;
  private final boolean detailed;

  public RuleReport(IprouteInvocation invocation) {
    this.invocation = invocation;
    this.out = invocation.report();
    this.busybox = invocation.settings().isBusybox();
    this.detailed = invocation.settings().detailed();
  }

  public void print(RoutingRule rule) {
    RuleSelector selector = rule.selector();
    out.openObject().field("priority", "%d:\t", rule.priority());
    if (selector.inverted() && !busybox) {
      out.flag("not", "not ");
    }
    out.text("from ");
    prefix("src", selector.from());
    if (!selector.to().equals(Ipv4Prefix.DEFAULT)) {
      word("to ");
      prefix("dst", selector.to());
    }
    if (selector.tos() != 0 && !busybox) {
      word("tos ").field("tos", "%s", hex(selector.tos()));
    }
    mark(selector);
    link("iif", selector.in());
    if (!busybox) {
      link("oif", selector.out());
      traits(selector);
    }
    act(rule);
    out.text(busybox ? " \n" : "\n").closeObject();
  }

  /** Appends a word. */
  private CommandReport word(String text) {
    return out.text(" " + text);
  }

  private void prefix(String key, Ipv4Prefix prefix) {
    if (prefix.length() == 0) {
      out.field(key, "%s", "all");
    } else {
      out.field(key, "%s", prefix.address());
    }
    if (prefix.length() != 0 && prefix.length() != HOST) {
      out.field(key + "len", "/%d", prefix.length());
    }
  }

  private void mark(RuleSelector selector) {
    if (selector.mask() != 0) {
      word("fwmark ").field("fwmark", "%s", hex(selector.mark()));
      if (selector.mask() != -1) {
        out.field("fwmask", "/%s", hex(selector.mask()));
      }
    }
  }

  private void link(String key, @Nullable String name) {
    if (name == null) {
      return;
    }
    out.field(key, " " + key + " %s", name);
    if (!busybox && invocation.network().links().find(name).isEmpty()) {
      out.flag(key + "_detached", " [detached]");
    }
  }

  private void traits(RuleSelector selector) {
    Range users = selector.users();
    if (users != null) {
      out.field("uid_start", " uidrange %d", users.first()).field("uid_end", "-%d", users.last());
    }
    if (selector.protocol() != 0) {
      out.field("ipproto", " ipproto %s", Protocols.name(selector.protocol()));
    }
    ports("sport", selector.sourcePorts());
    ports("dport", selector.destinationPorts());
  }

  private void ports(String key, @Nullable Range ports) {
    if (ports == null) {
      return;
    }
    if (ports.first() == ports.last()) {
      out.field(key, " " + key + " %d", ports.first());
    } else {
      out.field(key + "_start", " " + key + " %d", ports.first());
      out.field(key + "_end", "-%d", ports.last());
    }
  }

  private static String hex(int mark) {
    return "0x" + Integer.toHexString(mark);
  }

  private void act(RoutingRule rule) {
    switch (rule.effect()) {
      case RuleEffect.Lookup lookup -> lookup(lookup);
      case RuleEffect.Refusal refusal ->
          out.text(busybox ? " lookup unspec" : "")
              .field("action", " %s", RouteWords.name(refusal.type()));
      case RuleEffect.GoTo to when !busybox -> {
        out.field("goto", " goto %d", to.target());
        if (invocation.network().rules().target(to.target()) < 0) {
          out.flag("unresolved", " [unresolved]");
        }
      }
      case RuleEffect.Nothing nothing when !busybox -> out.flag("nop", " nop");
      // busybox takes the numbers of these actions for types of routes
      case RuleEffect.GoTo to -> word("lookup unspec " + RouteWords.name(RouteType.LOCAL));
      case RuleEffect.Nothing nothing ->
          word("lookup unspec " + RouteWords.name(RouteType.BROADCAST));
    }
    boolean usual = rule.origin() == 0 || rule.origin() == RoutingRule.KERNEL;
    if (!busybox && (detailed || !usual)) {
      out.field("protocol", " proto %s", IpRuleValues.origin(rule.origin()));
    }
  }

  private void lookup(RuleEffect.Lookup lookup) {
    out.field("table", " lookup %s", RouteWords.table(lookup.table()));
    if (lookup.suppressedLength() >= 0) {
      out.field("suppress_prefixlen", " suppress_prefixlength %d", lookup.suppressedLength());
    }
    if (lookup.suppressedGroup() >= 0 && !busybox) {
      out.field(
          "suppress_ifgroup", " suppress_ifgroup %s", IpRuleValues.group(lookup.suppressedGroup()));
    }
  }
}
