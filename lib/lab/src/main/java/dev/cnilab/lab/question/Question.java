package dev.cnilab.lab.question;

import java.util.List;
import java.util.function.Supplier;

/**
 * A question with a choice of answers. The right one is not stored anywhere: the cluster is
 * queried.
 *
 * @param id its name: {@code ttl}
 * @param options the answers; the first has the letter a, the next b
 * @param observation queries the cluster
 */
public record Question(
    String id, String text, List<String> options, Supplier<Observation> observation) {

  public Question {
    options = List.copyOf(options);
  }

  /** Whether this is the letter of an answer. */
  public boolean hasOption(String letter) {
    return letters().contains(letter);
  }

  /** The letters, in order. */
  public List<String> letters() {
    return options.stream().map(option -> letter(options.indexOf(option))).toList();
  }

  /** The answer with a letter. */
  public String option(String letter) {
    return options.get(letter.charAt(0) - 'a');
  }

  static String letter(int index) {
    return String.valueOf((char) ('a' + index));
  }
}
