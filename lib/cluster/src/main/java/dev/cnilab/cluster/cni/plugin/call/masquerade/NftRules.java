package dev.cnilab.cluster.cni.plugin.call.masquerade;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.nftables.NftRule;
import dev.cnilab.netsim.nftables.NftTable;
import dev.cnilab.netsim.nftables.TableFamily;
import dev.cnilab.userland.netfilter.nft.NftScript;
import java.util.List;
import java.util.Optional;

/** Commands for a plugin's own nftables table, carried out all together or not at all. */
public final class NftRules {
  private final NetworkNamespace node;
  private final TableFamily family;
  private final String table;
  private final StringBuilder commands = new StringBuilder();

  /** An empty list of commands for a table of the node. */
  public NftRules(NetworkNamespace node, TableFamily family, String table) {
    this.node = node;
    this.family = family;
    this.table = table;
  }

  /** Ensures that the table exists. */
  public NftRules table(String comment) {
    return command("add table", " { comment \"" + comment + "\" ; }");
  }

  /** Ensures that a chain exists; {@code declaration} is empty, or what is between its braces. */
  public NftRules chain(String chain, String declaration) {
    return command(
        "add chain", " " + chain + (declaration.isEmpty() ? "" : " { " + declaration + " ; }"));
  }

  /** Ensures that a chain exists, and empties it. */
  public NftRules emptyChain(String chain, String declaration) {
    return chain(chain, declaration).command("flush chain", " " + chain);
  }

  /** Adds a rule. */
  public NftRules rule(String chain, String statements) {
    return command("add rule", " " + chain + " " + statements);
  }

  /** Adds a rule that its comment identifies later. */
  public NftRules rule(String chain, String statements, String comment) {
    return rule(chain, statements + " comment \"" + comment + "\"");
  }

  /** Deletes the rules of a chain whose comment begins with a text, if there are any. */
  public NftRules delete(String chain, String comment) {
    Optional<NftTable> present = node.nftables().table(family, table);
    List<NftRule> rules =
        present.flatMap(known -> known.chain(chain)).map(known -> known.rules()).orElse(List.of());
    for (NftRule rule : rules) {
      if (rule.comment().startsWith(comment)) {
        command("delete rule", " " + chain + " handle " + rule.handle());
      }
    }
    return this;
  }

  private NftRules command(String verb, String rest) {
    commands.append(verb).append(' ').append(family).append(' ').append(table).append(rest);
    commands.append('\n');
    return this;
  }

  /**
   * Carries the commands out.
   *
   * @throws CniException if nft refuses them
   */
  public void run(String attempt) throws CniException {
    if (!commands.isEmpty()
        && new NftScript(node, "/dev/stdin", commands.toString()).run()
            instanceof NftScript.Outcome.Refused(String message)) {
      throw new CniException(attempt + message.strip());
    }
  }
}
