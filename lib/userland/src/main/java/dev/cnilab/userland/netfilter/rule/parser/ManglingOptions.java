package dev.cnilab.userland.netfilter.rule.parser;

import dev.cnilab.netsim.iptables.Mangling;
import dev.cnilab.netsim.iptables.Mangling.CarryMark.Way;
import dev.cnilab.netsim.iptables.Mangling.TimeToLive.Change;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.netfilter.rule.IptablesWords;
import dev.cnilab.userland.netfilter.rule.RuleValues;
import dev.cnilab.userland.netfilter.rule.ServiceOptions;
import dev.cnilab.userland.process.ProgramException;
import java.util.List;
import java.util.Optional;

/** The options of the targets that change a packet or its connection. */
final class ManglingOptions {
  /** These targets. */
  static final List<String> TARGETS = List.of("TTL", "CONNMARK", "TCPMSS", "TOS", "DSCP");

  private ManglingOptions() {}

  /**
   * The target after one more option.
   *
   * @param before the target according to earlier options
   * @return empty if the option is none of that target
   * @throws ProgramException if its value is invalid
   */
  static Optional<Mangling> take(
      String target, String option, IptablesWords words, Optional<Mangling> before)
      throws ProgramException {
    return Optional.ofNullable(
        switch (target + " " + option) {
          case "TTL --ttl-set" -> ttl(Change.SET, option, words);
          case "TTL --ttl-dec" -> ttl(Change.DEC, option, words);
          case "TTL --ttl-inc" -> ttl(Change.INC, option, words);
          case "CONNMARK --save-mark" -> new Mangling.CarryMark(Way.SAVE, -1);
          case "CONNMARK --restore-mark" -> new Mangling.CarryMark(Way.RESTORE, -1);
          case "CONNMARK --mask" ->
              masked(before, RuleValues.word(words.valueOf(option), "CONNMARK: --mask"));
          case "CONNMARK --set-mark" -> setMark(words.valueOf(option));
          case "CONNMARK --set-xmark" -> setExclusively(words.valueOf(option));
          case "TCPMSS --clamp-mss-to-pmtu" -> Mangling.SegmentSize.CLAMP;
          case "TCPMSS --set-mss" ->
              new Mangling.SegmentSize(
                  RuleValues.number(words.valueOf(option), 65495, "TCPMSS: Bad value"));
          default -> ServiceOptions.target(target, option, words);
        });
  }

  /** The error message for a target without its required option. */
  static String missing(String target) {
    return switch (target) {
      case "TTL" -> "TTL: You must specify an action";
      case "TOS" -> "TOS: An action is required";
      case "DSCP" -> "DSCP target: Parameter --set-dscp is required";
      case "CONNMARK" -> "CONNMARK target: No operation specified";
      default -> "TCPMSS target: At least one parameter is required";
    };
  }

  private static Mangling ttl(Change change, String option, IptablesWords words)
      throws ProgramException {
    int least = change == Change.SET ? 0 : 1;
    String problem =
        "TTL: bad value for option \"%s\", or out of range (%d-255).\n".formatted(option, least);
    int by = RuleValues.number(words.valueOf(option), 255, problem);
    if (by < least) {
      throw IptablesFailure.usage(problem);
    }
    return new Mangling.TimeToLive(change, by);
  }

  private static Mangling masked(Optional<Mangling> before, int mask) throws ProgramException {
    if (before.orElse(null) instanceof Mangling.CarryMark carry) {
      return new Mangling.CarryMark(carry.way(), mask);
    }
    throw IptablesFailure.usage("CONNMARK: \"--mask\" needs \"--save-mark\" or \"--restore-mark\"");
  }

  private static Mangling setMark(String text) throws ProgramException {
    String[] parts = text.split("/", 2);
    String option = "CONNMARK: --set-mark";
    int value = RuleValues.word(parts[0], option);
    int mask = parts.length == 1 ? -1 : RuleValues.word(parts[1], option);
    return new Mangling.ConnectionMark(value, value | mask);
  }

  private static Mangling setExclusively(String text) throws ProgramException {
    String[] parts = text.split("/", 2);
    String option = "CONNMARK: --set-xmark";
    return new Mangling.ConnectionMark(
        RuleValues.word(parts[0], option),
        parts.length == 1 ? -1 : RuleValues.word(parts[1], option));
  }
}
