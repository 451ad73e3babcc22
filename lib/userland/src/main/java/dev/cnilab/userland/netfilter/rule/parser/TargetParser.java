package dev.cnilab.userland.netfilter.rule.parser;

import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Mangling;
import dev.cnilab.netsim.iptables.NatFlag;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.netfilter.PacketLogLine.Detail;
import dev.cnilab.netsim.netfilter.RejectAnswer;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.netfilter.rule.IptablesWords;
import dev.cnilab.userland.netfilter.rule.LogLevels;
import dev.cnilab.userland.netfilter.rule.RuleValues;
import dev.cnilab.userland.process.ProgramException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses a target and its options. */
final class TargetParser {
  private final String name;
  private final @Nullable Target complete;
  private final Set<NatFlag> flags = EnumSet.noneOf(NatFlag.class);
  private String prefix = "";
  private int group;
  private @Nullable Target configured;

  private TargetParser(String name, @Nullable Target complete) {
    this.name = name;
    this.complete = complete;
  }

  /**
   * The target after {@code -j}: a verdict, an extension, or a chain of the table.
   *
   * @throws ProgramException if nothing has that name
   */
  static TargetParser jump(Table table, String name) throws ProgramException {
    return switch (name) {
      case "ACCEPT" -> new TargetParser(name, new Target.Accept());
      case "DROP" -> new TargetParser(name, new Target.Drop());
      case "RETURN" -> new TargetParser(name, new Target.Return());
      case "REJECT" ->
          new TargetParser(name, new Target.Reject(RejectAnswer.ICMP_PORT_UNREACHABLE));
      case "MASQUERADE" -> new TargetParser(name, new Target.Masquerade(false));
      case "REDIRECT" -> new TargetParser(name, new Target.Redirect(Optional.empty(), Set.of()));
      case "LOG" -> new TargetParser(name, new Target.Log("", Target.Log.WARNING));
      case "NOTRACK" -> new TargetParser(name, new Target.NoTrack(name));
      case "NFLOG", "TRACE" -> new TargetParser(name, new Target.Passing(name, "", ""));
      case "CHECKSUM" -> new TargetParser(name, null);
      case "DNAT", "SNAT", "MARK", "CT", "TTL", "CONNMARK", "TCPMSS", "TOS", "DSCP" ->
          new TargetParser(name, null);
      default -> new TargetParser(name, new Target.Jump(chain(table, name)));
    };
  }

  /** The target after {@code -g}. */
  static TargetParser goTo(Table table, String name) throws ProgramException {
    return new TargetParser(name, new Target.Goto(chain(table, name)));
  }

  private static Chain chain(Table table, String name) throws ProgramException {
    return table
        .chain(name)
        .orElseThrow(
            () ->
                new ProgramException(
                    2,
                    IptablesFailure.VERSION
                        + ": Chain '"
                        + name
                        + "' does not exist\n"
                        + "Try `iptables -h' or 'iptables --help' for more information."));
  }

  String name() {
    return name;
  }

  /** Handles an option if it belongs to this target. */
  boolean take(String option, IptablesWords words) throws ProgramException {
    switch (name + " " + option) {
      case "REJECT --reject-with" -> configured = reject(words.valueOf(option));
      case "DNAT --to-destination" ->
          configured = new Target.DestinationNat(NatWords.range(words.valueOf(option)));
      case "SNAT --to-source" ->
          configured = new Target.SourceNat(NatWords.range(words.valueOf(option)));
      case "DNAT --random",
          "DNAT --persistent",
          "SNAT --random",
          "SNAT --random-fully",
          "SNAT --persistent",
          "MASQUERADE --random",
          "MASQUERADE --random-fully",
          "REDIRECT --random",
          "REDIRECT --random-fully" ->
          flags.add(RuleValues.constant(NatFlag.class, option.substring(2), option));
      case "MASQUERADE --to-ports" ->
          configured =
              new Target.Masquerade(Optional.of(NatWords.ports(words.valueOf(option))), Set.of());
      case "REDIRECT --to-ports" ->
          configured =
              new Target.Redirect(Optional.of(NatWords.ports(words.valueOf(option))), Set.of());
      case "MARK --set-xmark" -> configured = mark(words.valueOf(option));
      case "MARK --set-mark" -> configured = setMark(words.valueOf(option));
      case "MARK --and-mark" ->
          configured =
              new Target.Mark(0, ~RuleValues.word(words.valueOf(option), "MARK: " + option));
      case "MARK --xor-mark" ->
          configured =
              new Target.Mark(RuleValues.word(words.valueOf(option), "MARK: " + option), 0);
      case "MARK --or-mark" -> {
        int bits = RuleValues.word(words.valueOf(option), "MARK: " + option);
        configured = new Target.Mark(bits, bits);
      }
      case "LOG --log-prefix" ->
          configured = new Target.Log(words.valueOf(option), log().level(), log().details());
      case "LOG --log-level" ->
          configured =
              new Target.Log(
                  log().prefix(), LogLevels.number(words.valueOf(option)), log().details());
      case "LOG --log-tcp-sequence",
          "LOG --log-tcp-options",
          "LOG --log-ip-options",
          "LOG --log-uid",
          "LOG --log-macdecode" ->
          configured = withDetail(option);
      case "CHECKSUM --checksum-fill" ->
          configured = new Target.Passing(name, " --checksum-fill", " CHECKSUM fill");
      case "NFLOG --nflog-prefix" -> prefix = words.valueOf(option);
      case "NFLOG --nflog-group" ->
          group =
              RuleValues.number(
                  words.valueOf(option),
                  65535,
                  "NFLOG: bad value for option \"--nflog-group\", or out of range (0-65535).\n");
      case "CT --notrack" -> configured = new Target.NoTrack(name);
      default -> {
        Optional<Mangling> before =
            configured instanceof Mangling mangling ? Optional.of(mangling) : Optional.empty();
        Optional<Mangling> mangling = ManglingOptions.take(name, option, words, before);
        configured = mangling.isPresent() ? mangling.get() : configured;
        return mangling.isPresent();
      }
    }
    return true;
  }

  private Target.Log withDetail(String option) {
    EnumSet<Detail> details = EnumSet.noneOf(Detail.class);
    details.addAll(log().details());
    Arrays.stream(Detail.values())
        .filter(each -> option.equals("--log-" + each))
        .forEach(details::add);
    return new Target.Log(log().prefix(), log().level(), details);
  }

  private Target.Log log() {
    return configured instanceof Target.Log log ? log : new Target.Log("", Target.Log.WARNING);
  }

  /** The target with its options. */
  Target finish() throws ProgramException {
    Target made = configured == null ? complete : configured;
    if (made != null) {
      return withFlags(made);
    }
    if (ManglingOptions.TARGETS.contains(name)) {
      throw IptablesFailure.usage(ManglingOptions.missing(name));
    }
    throw IptablesFailure.usage(
        switch (name) {
          case "DNAT" -> "DNAT: option \"--to-destination\" must be specified\n";
          case "CHECKSUM" -> "CHECKSUM: option \"--checksum-fill\" must be specified\n";
          case "SNAT" -> "SNAT: option \"--to-source\" must be specified\n";
          case "MARK" ->
              "MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required";
          default -> name + ": no operation specified";
        });
  }

  private Target withFlags(Target made) {
    return switch (made) {
      case Target.DestinationNat nat -> new Target.DestinationNat(nat.to().with(flags));
      case Target.SourceNat nat -> new Target.SourceNat(nat.to().with(flags));
      case Target.Masquerade masquerade -> new Target.Masquerade(masquerade.ports(), flags);
      case Target.Redirect redirect -> new Target.Redirect(redirect.ports(), flags);
      case Target.Passing passing when name.equals("NFLOG") -> netlinkLog();
      default -> made;
    };
  }

  private Target netlinkLog() {
    String number = group == 0 ? "" : "nflog-group " + group;
    String said = new Target.Log(prefix, 0).quotedPrefix();
    return new Target.Passing(
        name,
        (prefix.isEmpty() ? "" : " --nflog-prefix " + said)
            + (number.isEmpty() ? "" : " --" + number),
        (prefix.isEmpty() ? "" : " nflog-prefix " + said) + (number.isEmpty() ? "" : " " + number));
  }

  private static Target reject(String answer) throws ProgramException {
    String full =
        switch (answer) {
          case "net-unreach" -> "icmp-net-unreachable";
          case "host-unreach" -> "icmp-host-unreachable";
          case "proto-unreach" -> "icmp-proto-unreachable";
          case "net-prohib" -> "icmp-net-prohibited";
          case "host-prohib" -> "icmp-host-prohibited";
          case "port-unreach" -> "icmp-port-unreachable";
          case "admin-prohib" -> "icmp-admin-prohibited";
          case "tcp-rst" -> "tcp-reset";
          default -> answer;
        };
    return new Target.Reject(
        RuleValues.constant(RejectAnswer.class, full, "unknown reject type \"" + answer + "\""));
  }

  private static Target mark(String text) throws ProgramException {
    String[] parts = text.split("/", 2);
    String option = "MARK: --set-xmark";
    return new Target.Mark(
        RuleValues.word(parts[0], option),
        parts.length == 1 ? -1 : RuleValues.word(parts[1], option));
  }

  /** {@code --set-mark} keeps the bits outside the mask; the kernel knows only xmark. */
  private static Target setMark(String text) throws ProgramException {
    String[] parts = text.split("/", 2);
    String option = "MARK: --set-mark";
    int value = RuleValues.word(parts[0], option);
    int mask = parts.length == 1 ? -1 : RuleValues.word(parts[1], option);
    return new Target.Mark(value, value | mask);
  }
}
