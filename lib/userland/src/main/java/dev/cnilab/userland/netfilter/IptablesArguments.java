package dev.cnilab.userland.netfilter;

import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.userland.netfilter.listing.RuleListing;
import dev.cnilab.userland.netfilter.listing.RuleSpecifications;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.netfilter.rule.IptablesWords;
import dev.cnilab.userland.netfilter.rule.LongOptions;
import dev.cnilab.userland.netfilter.rule.RuleValues;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The arguments of iptables: a command with operands, a rule, and output options. */
final class IptablesArguments {
  private static final List<String> COMMANDS =
      List.of("A", "I", "D", "R", "C", "L", "S", "F", "Z", "N", "X", "P", "E", "V");

  private static final String ZERO = "Z";

  /** The commands that can also set the counters to zero. */
  private static final List<String> LISTING = List.of("L", "S");

  private static final Pattern FLAGS = Pattern.compile("-[nvx]+");

  /** A command among flags. */
  private static final Pattern CLUSTER = Pattern.compile("-[nvx]*[A-Z]?[nvx]*");

  private final List<String> operands = new ArrayList<>();
  private final List<String> rule = new ArrayList<>();
  private String table = "filter";
  private String command = "";
  private boolean numeric;
  private boolean verbose;
  private boolean exact;
  private boolean numbered;
  private String notice = "";
  private Optional<Counted> counted = Optional.empty();

  /** What a rule's counters begin with. */
  record Counted(long packets, long bytes) {}

  private final Xtables family;

  private IptablesArguments(Xtables family) {
    this.family = family;
  }

  /**
   * Parses a command line.
   *
   * @throws ProgramException if a value is missing, or there are two commands
   */
  static IptablesArguments read(Xtables family, List<String> arguments) throws ProgramException {
    IptablesArguments read = new IptablesArguments(family);
    IptablesWords words = new IptablesWords(arguments);
    while (!words.isEmpty()) {
      read.takeWord(LongOptions.expand(words.next()), words);
    }
    return read;
  }

  /** The name of the table. */
  String table() {
    return table;
  }

  /** The letter of the command; empty if there is none. */
  String command() {
    return command;
  }

  /** The words that are neither a command with its operands nor a flag: the rule specification. */
  List<String> rule() {
    return rule;
  }

  /** The number of operands of the command. */
  int operands() {
    return operands.size();
  }

  /**
   * An operand of the command.
   *
   * @throws ProgramException if it does not exist
   */
  String operand(int index) throws ProgramException {
    if (index >= operands.size()) {
      throw IptablesFailure.usage("option \"-" + command + "\" requires an argument");
    }
    return operands.get(index);
  }

  /**
   * The rule number in an operand, converted to count from 0.
   *
   * @throws ProgramException if there is no such operand, or it is not a number of 1 or more
   */
  int index(int operand) throws ProgramException {
    return number(operand(operand)) - 1;
  }

  /**
   * The chain named by the first operand.
   *
   * @throws ProgramException if there is none
   */
  Chain chain(Table of) throws ProgramException {
    return of.chain(operand(0)).orElseThrow(IptablesFailure::noChain);
  }

  /**
   * The chain named by the first operand, or all chains in listing order.
   *
   * @throws ProgramException if there is none of that name
   */
  List<Chain> chains(Table of) throws ProgramException {
    return operands.isEmpty() ? RuleListing.inOrder(of) : List.of(chain(of));
  }

  /** What is told about an option that is out of date; empty if there is none. */
  String notice() {
    return notice;
  }

  /** What the counters of a rule begin with, if that was given. */
  Optional<Counted> counted() {
    return counted;
  }

  /** Whether changes are told. */
  boolean verbose() {
    return verbose;
  }

  /** The listing for {@code -L}. */
  RuleListing listing() {
    return new RuleListing(family.everywhere(), numeric, verbose, exact, numbered);
  }

  /** The listing for {@code -S}. */
  RuleSpecifications specifications() {
    return new RuleSpecifications(verbose);
  }

  private void takeWord(String word, IptablesWords words) throws ProgramException {
    if (!rule.isEmpty() && rule.getLast().equals("--comment")) {
      rule.add(word); // a text, even if it looks like an option
      return;
    }
    switch (word) {
      case "-t", "--table" -> table = words.valueOf(word);
      case "-n", "--numeric" -> numeric = true;
      case "-v", "--verbose" -> verbose = true;
      case "-x", "--exact" -> exact = true;
      case "-4", "--ipv4", "-6", "--ipv6" -> {
        if (family.isOther(word)) {
          throw IptablesFailure.otherFamily();
        }
      }
      case "--line-numbers" -> numbered = true;
      case "-W", "--wait-interval" -> {
        words.valueOf(word);
        notice = "Ignoring deprecated --wait-interval option.";
      }
      case "-c", "--set-counters" -> counted = Optional.of(counters(word, words));
      case "-w", "--wait" -> {
        if (words.hasValue() && !words.next().matches("[0-9.]+")) {
          throw IptablesFailure.usage("wait seconds not numeric");
        }
      }
      default -> takeCommand(word, words);
    }
  }

  private static Counted counters(String word, IptablesWords words) throws ProgramException {
    String packets = words.valueOf(word);
    if (!words.hasValue()) {
      throw IptablesFailure.usage("-c requires packet and byte counter");
    }
    String bytes = words.next();
    if (!packets.matches("[0-9]{1,18}")) {
      throw IptablesFailure.usage("-c packet counter not numeric");
    } else if (!bytes.matches("[0-9]{1,18}")) {
      throw IptablesFailure.usage("-c byte counter not numeric");
    }
    return new Counted(Long.parseLong(packets), Long.parseLong(bytes));
  }

  private void takeCommand(String word, IptablesWords words) throws ProgramException {
    String letter = word.startsWith("-") ? letterOf(word) : "";
    if (!COMMANDS.contains(letter)) {
      if (!FLAGS.matcher(word).matches()) {
        rule.add(word);
      }
      return;
    }
    if (command.isEmpty()) {
      command = letter;
    } else if (LISTING.contains(command) && letter.equals(ZERO)) {
      command += letter;
    } else if (LISTING.contains(letter) && command.equals(ZERO)) {
      command = letter + command;
    } else {
      throw IptablesFailure.usage("Cannot use -" + letter + " with -" + command);
    }
    while (operands.size() < mostOperands(letter) && words.hasValue()) {
      operands.add(words.next());
    }
  }

  private static int mostOperands(String letter) {
    return switch (letter) {
      case "I", "R", "D", "E", "P", "L", "S", "Z" -> 2;
      default -> 1;
    };
  }

  /** The letter of a command given by letter, by name, or last in a cluster such as -nvL. */
  private String letterOf(String word) {
    if (word.startsWith("--")) {
      return switch (word) {
        case "--append" -> "A";
        case "--insert" -> "I";
        case "--delete" -> "D";
        case "--replace" -> "R";
        case "--check" -> "C";
        case "--list" -> "L";
        case "--list-rules" -> "S";
        case "--flush" -> "F";
        case "--zero" -> "Z";
        case "--new-chain" -> "N";
        case "--delete-chain" -> "X";
        case "--policy" -> "P";
        case "--rename-chain" -> "E";
        case "--version" -> "V";
        default -> "";
      };
    }
    if (!CLUSTER.matcher(word).matches() || word.length() < 2) {
      return "";
    }
    numeric |= word.contains("n");
    verbose |= word.contains("v");
    exact |= word.contains("x");
    return word.chars()
        .filter(each -> each >= 'A' && each <= 'Z')
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static int number(String text) throws ProgramException {
    int number = RuleValues.number(text, Integer.MAX_VALUE, "Invalid rule number `" + text + "'");
    if (number == 0) {
      throw IptablesFailure.usage("Invalid rule number `" + text + "'");
    }
    return number;
  }
}
