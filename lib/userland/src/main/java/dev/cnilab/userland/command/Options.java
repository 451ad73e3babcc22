package dev.cnilab.userland.command;

import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options of a command, and a parser for them; getopt_long(3). Its {@link Manual} defines their
 * names and arguments. The command declares those that it supports; all others in the manual are
 * refused by name.
 */
public final class Options {
  /** The first key of options that have no letter. */
  private static final char LETTERLESS = '\ue000';

  /** The key of options that change nothing. */
  private static final char IDLE = '\uf8ff';

  private final Invocation call;
  private final Manual manual;
  private final Map<ManualOption, Character> keys = new HashMap<>();
  private final String obeyed;
  private final List<String> letterless;
  private GetOpt.Order order = GetOpt.Order.PERMUTE;

  private Options(Invocation call, String obeyed, List<String> letterless) {
    this.call = call;
    this.manual = Manual.of(call.name());
    this.obeyed = obeyed;
    this.letterless = letterless;
    for (ManualOption option : manual.options()) {
      option.letters().stream()
          .filter(letter -> obeyed.indexOf(letter) >= 0)
          .min(Comparator.comparingInt(obeyed::indexOf))
          .ifPresent(letter -> keys.putIfAbsent(option, letter));
      for (String name : letterless) {
        if (option.names().contains(name)) {
          keys.putIfAbsent(option, (char) (LETTERLESS + letterless.indexOf(name)));
        }
      }
    }
  }

  /**
   * The options of a command.
   *
   * @param letters the supported ones, by one letter of each
   * @param letterless the supported ones that have only a long name
   */
  public static Options of(Invocation call, String letters, String... letterless) {
    return new Options(call, letters, Arrays.asList(letterless));
  }

  /**
   * Accepts options that change nothing here, besides those that are read.
   *
   * @param letters by one letter of each
   * @param names those that have only a long name
   */
  public Options idle(String letters, String... names) {
    for (ManualOption option : manual.options()) {
      boolean meant =
          option.letters().stream().anyMatch(letter -> letters.indexOf(letter) >= 0)
              || Arrays.stream(names).anyMatch(option.names()::contains);
      if (meant) {
        keys.putIfAbsent(option, IDLE);
      }
    }
    return this;
  }

  /** Treats everything after the first operand as operands, for commands that run commands. */
  public Options stopAtOperand() {
    order = GetOpt.Order.OPERANDS_LAST;
    return this;
  }

  /**
   * The result of parsing.
   *
   * @param options in their order, each with its value or an empty one
   * @param operands the other words
   * @param letterless names of the options that have no letter
   */
  public record Found(
      List<Map.Entry<Character, String>> options, List<String> operands, List<String> letterless) {
    public boolean has(char letter) {
      return options.stream().anyMatch(each -> each.getKey() == letter);
    }

    /** Whether an option without a letter was given. */
    public boolean has(String name) {
      return has(key(name));
    }

    /** The last value given for an option. */
    public Optional<String> value(char letter) {
      return values(letter).stream().reduce((first, second) -> second);
    }

    /** The last value given for an option without a letter. */
    public Optional<String> value(String name) {
      return value(key(name));
    }

    public List<String> values(char letter) {
      return options.stream()
          .filter(each -> each.getKey() == letter)
          .map(Map.Entry::getValue)
          .toList();
    }

    /** The last given of these options; a space if none was. */
    public char last(String choices) {
      char last = ' ';
      for (Map.Entry<Character, String> each : options) {
        last = choices.indexOf(each.getKey()) >= 0 ? each.getKey() : last;
      }
      return last;
    }

    private char key(String name) {
      return (char) (LETTERLESS + letterless.indexOf(name));
    }
  }

  /**
   * Handles {@code --help} and {@code --version} for commands that have no other options and accept
   * these only as the single argument: {@code echo}, {@code true}, {@code [}. The shell's builtins
   * do not accept them.
   *
   * @param status the exit status after that
   */
  public static void answerAlone(Invocation call, int status) {
    boolean alone = call.arguments().size() == 1 && !call.isBusybox();
    if (alone && call.arguments().getFirst().equals("--help")) {
      call.out().print(new HelpText(Manual.of(call.name()), Set.of()).text());
      throw call.process().exit(status);
    } else if (alone && call.arguments().getFirst().equals("--version")) {
      call.out().println(Manual.of(call.name()).version());
      throw call.process().exit(status);
    }
  }

  /** Like {@link #parse(List)}, with the command's arguments. */
  public Found parse() throws ProgramException {
    return parse(call.arguments());
  }

  /**
   * Parses arguments. {@code --help} and {@code --version} end the process.
   *
   * @throws ProgramException with getopt's message
   */
  public Found parse(List<String> arguments) throws ProgramException {
    GetoptLong.Reading reading = new GetoptLong(manual.options()).read(arguments, order);
    List<Map.Entry<Character, String>> options = new ArrayList<>();
    for (GetoptLong.Given each : reading.options()) {
      options.add(Map.entry(keyOf(each.option(), each.word()), each.value()));
    }
    if (reading.mistake().isPresent()) {
      throw call.mistake(reading.mistake().get());
    }
    return new Found(options, reading.operands(), letterless);
  }

  private char keyOf(ManualOption option, String given) throws ProgramException {
    if (given.length() == 2 && obeyed.indexOf(given.charAt(1)) >= 0) {
      return given.charAt(1);
    }
    Character key = keys.get(option);
    if (key != null) {
      return key;
    } else if (option.names().contains("help")) {
      call.out().print(manual.help().orElseGet(() -> new HelpText(manual, keys.keySet()).text()));
      throw call.process().exit(0);
    } else if (option.names().contains("version")) {
      call.out().println(manual.version());
      throw call.process().exit(0);
    }
    throw call.mistake("option '" + given + "' is not available on this machine");
  }
}
