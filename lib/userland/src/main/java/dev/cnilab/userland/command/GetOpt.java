package dev.cnilab.userland.command;

import java.util.List;
import java.util.Optional;

/**
 * The words of a command that has letters only and no {@link Manual}, such as busybox's; {@link
 * Options} is for the others. Both divide them with {@link GetoptLong}.
 *
 * @param options in the order given
 * @param operands the other words
 * @param error the first error; the words after it were not read
 */
public record GetOpt(List<Option> options, List<String> operands, Optional<String> error) {
  /**
   * An option.
   *
   * @param argument empty if it takes none
   */
  public record Option(char letter, String argument) {}

  /** Whether options may follow operands. */
  public enum Order {
    /** Operands may come before options. */
    PERMUTE,
    /** The first operand ends the options. */
    OPERANDS_LAST
  }

  public GetOpt {
    options = List.copyOf(options);
    operands = List.copyOf(operands);
  }

  /** The result of {@link Options}, which throws on an error. */
  public static GetOpt of(Options.Found found) {
    return new GetOpt(
        found.options().stream().map(each -> new Option(each.getKey(), each.getValue())).toList(),
        found.operands(),
        Optional.empty());
  }

  /**
   * Parses the words after the command's name.
   *
   * @param name the command, for messages
   * @param letters the valid options, each followed by a colon if it takes an argument
   */
  public static GetOpt parse(String name, List<String> words, String letters, Order order) {
    GetoptLong.Reading reading = new GetoptLong(ManualOption.ofLetters(letters)).read(words, order);
    return new GetOpt(
        reading.options().stream()
            .map(each -> new Option(each.word().charAt(1), each.value()))
            .toList(),
        reading.operands(),
        reading.mistake().map(mistake -> name + ": " + mistake));
  }

  public boolean has(char letter) {
    return options.stream().anyMatch(option -> option.letter() == letter);
  }

  /** The argument of the last option of that letter. */
  public Optional<String> argument(char letter) {
    return options.reversed().stream()
        .filter(option -> option.letter() == letter)
        .map(Option::argument)
        .findFirst();
  }
}
