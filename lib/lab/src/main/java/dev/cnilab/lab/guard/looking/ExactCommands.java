package dev.cnilab.lab.guard.looking;

import java.util.List;

/**
 * The commands that need privileges to read, and the arguments with which they only read. They are
 * passed as parsed by a shell, word by word, and every word must be known.
 */
final class ExactCommands {
  private ExactCommands() {}

  /** Whether a command is known to be read-only, wherever it runs. */
  static boolean looks(List<String> words) {
    List<String> rest = words.subList(1, words.size());
    return switch (words.getFirst()) {
      case "iptables", "ip6tables" -> FilterCommands.iptables(rest);
      case "iptables-save", "ip6tables-save" -> FilterCommands.save(rest);
      case "ipset" -> FilterCommands.ipset(rest);
      case "nft" -> FilterCommands.nft(rest);
      case "conntrack" -> FilterCommands.conntrack(rest);
      case "crictl" -> ServiceCommands.crictl(rest);
      case "systemctl" -> ServiceCommands.systemctl(rest);
      case "journalctl" -> ServiceCommands.journalctl(rest);
      case "ethtool" -> LinkCommands.ethtool(rest);
      case "groups", "id", "whoami" -> true; // they only say who asks, which is root on a node
      case "ip" -> LinkCommands.ip(rest, ExactCommands::looks);
      default -> false;
    };
  }
}
