package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.route.RoutingRule;
import dev.cnilab.netsim.route.RoutingRule.Action;
import dev.cnilab.userland.net.command.Invocation;
import dev.cnilab.userland.net.command.Report;
import java.util.Locale;

/** Prints rules as {@code ip rule} does (iprule.c, print_rule). */
final class RuleReport {
  private static final int HOST = 32;

  private final Report out;
  private final boolean busybox;
  private final boolean detailed;

  RuleReport(Invocation invocation) {
    this.out = invocation.report();
    this.busybox = invocation.settings().isBusybox();
    this.detailed = invocation.settings().detailed();
  }

  void print(RoutingRule rule) {
    out.openObject().field("priority", "%d:\t", rule.priority());
    if (rule.inverted() && !busybox) {
      out.text("not ");
    }
    prefix("src", "from", rule.from());
    if (!rule.to().equals(Ipv4Prefix.DEFAULT)) {
      prefix("dst", "to", rule.to());
    }
    if (rule.mask() != 0) {
      out.text("fwmark ").field("fwmark", "%s", hex(rule.mark()));
      if (rule.mask() != -1) {
        out.field("fwmask", "/%s", hex(rule.mask()));
      }
      out.text(" ");
    }
    if (rule.in() != null) {
      out.field("iif", "iif %s ", rule.in());
    }
    if (rule.out() != null && !busybox) {
      out.field("oif", "oif %s ", rule.out());
    }
    act(rule);
    out.text("\n").closeObject();
  }

  private void prefix(String key, String word, Ipv4Prefix prefix) {
    if (prefix.length() == 0) {
      out.field(key, word + " %s ", "all");
    } else if (prefix.length() == HOST) {
      out.field(key, word + " %s ", prefix.address());
    } else {
      out.field(key, word + " %s", prefix.address()).field(key + "len", "/%d ", prefix.length());
    }
  }

  private static String hex(int mark) {
    return "0x" + Integer.toHexString(mark);
  }

  private void act(RoutingRule rule) {
    if (rule.action() == Action.LOOKUP) {
      out.field("table", "lookup %s ", RouteWords.table(rule.table()));
      if (rule.suppressed() >= 0) {
        out.field("suppress_prefixlen", "suppress_prefixlength %d ", rule.suppressed());
      }
    } else {
      out.text(busybox ? "lookup unspec " : "");
      out.field("action", "%s ", rule.action().name().toLowerCase(Locale.ROOT));
    }
    if (detailed) {
      out.field("protocol", "proto %s ", rule.ofKernel() ? "kernel" : "unspec");
    }
  }
}
