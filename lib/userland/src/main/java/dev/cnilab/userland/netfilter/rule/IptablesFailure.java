package dev.cnilab.userland.netfilter.rule;

import dev.cnilab.userland.process.ProgramException;

/** The error messages of iptables, and its exit statuses (iptables(8), "DIAGNOSTICS"). */
public final class IptablesFailure {
  public static final String VERSION = "iptables v1.8.9 (nf_tables)";
  private static final String TRY =
      "\nTry `iptables -h' or 'iptables --help' for more information.";

  private IptablesFailure() {}

  /** The arguments are invalid. */
  public static ProgramException usage(String message) {
    return new ProgramException(2, VERSION + ": " + message + TRY);
  }

  /** The line is for the program of the other address family. */
  public static ProgramException otherFamily() {
    return new ProgramException(2, TRY.substring(1));
  }

  /** The kernel's answer to a process without CAP_NET_ADMIN, whatever it asks. */
  public static ProgramException notPermitted(String name) {
    return new ProgramException(
        4,
        VERSION.replace("iptables", name)
            + ": Could not fetch rule set generation id: Permission denied (you must be root)");
  }

  /** A word that belongs to no option. */
  public static ProgramException badArgument(String word) {
    return new ProgramException(2, "Bad argument `" + word + "'" + TRY);
  }

  /** A chain that does not exist is reported as incompatible, as if nft had created it. */
  public static ProgramException incompatible(String chain, String table) {
    return new ProgramException(
        1,
        VERSION
            + (": chain `" + chain + "' in table `" + table + "' is incompatible")
            + ", use 'nft' tool.");
  }

  /** The kernel refuses. */
  public static ProgramException refused(String message) {
    return new ProgramException(1, "iptables: " + message);
  }

  /** The kernel refuses an operation on a chain. */
  public static ProgramException busy(String operation, String error, String chain) {
    return new ProgramException(
        4, VERSION + ":  " + operation + " failed (" + error + "): chain " + chain);
  }

  /** Packets are not to be dropped in the table nat, which sees only the first of a connection. */
  public static ProgramException inhibited() {
    return usage(
        "\nThe \"nat\" table is not intended for filtering, the use of DROP is therefore inhibited."
            + "\n\n");
  }

  public static ProgramException noChain() {
    return refused("No chain/target/match by that name.");
  }

  public static ProgramException badRule() {
    return refused("Bad rule (does a matching rule exist in that chain?).");
  }
}
