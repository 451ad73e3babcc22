package dev.cnilab.cluster.cni.plugin.main;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.netsim.link.Link;
import java.util.function.Predicate;

/** What CHECK of a plugin that makes a link compares: the container's link with the result. */
final class AttachedLink {
  private AttachedLink() {}

  /**
   * Fails unless the link and its addresses are as ADD left them.
   *
   * @param plugin its name in messages; empty for one that leaves it out
   * @param isOfKind whether a link is of the kind that the plugin makes
   * @param kind in words
   */
  static void check(CmdArgs args, String plugin, Predicate<Link> isOfKind, String kind)
      throws CniException {
    String prefix = plugin.isEmpty() ? "" : plugin + ": ";
    CniResult previous =
        args.prevResult()
            .orElseThrow(() -> new CniException(prefix + "Required prevResult missing"));
    CniResult.Interface expected =
        previous.interfaces().stream()
            .filter(each -> each.name().equals(args.ifName()))
            .filter(each -> each.sandbox().equals(args.netns()))
            .findFirst()
            .orElseThrow(
                () ->
                    new CniException(
                        "Sandbox in prevResult  doesn't match configured netns: " + args.netns()));
    Link link =
        args.openNetns()
            .links()
            .find(expected.name())
            .orElseThrow(
                () ->
                    new CniException(
                        "%sContainer Interface name in prevResult: %s not found"
                            .formatted(prefix, expected.name())));
    if (!isOfKind.test(link)) {
      throw new CniException(
          "Error: Container interface %s not of type %s".formatted(link.name(), kind));
    }
    if (!expected.mac().isEmpty() && !expected.mac().equals(link.address().toString())) {
      throw new CniException(
          "%sInterface %s Mac %s doesn't match container Mac: %s"
              .formatted(prefix, link.name(), expected.mac(), link.address()));
    }
    for (CniResult.IpConfig ip : previous.ips()) {
      if (link.addresses().stream().noneMatch(own -> own.local().toString().equals(ip.address()))) {
        throw new CniException(
            "Failed to match addr %s on interface %s".formatted(ip.address(), link.name()));
      }
    }
  }
}
