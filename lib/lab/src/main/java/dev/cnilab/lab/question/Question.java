package dev.cnilab.lab.question;

import java.util.List;
import java.util.function.Supplier;

/**
 * A question with a choice of answers. Which one is right is not written down anywhere: the cluster
 * is asked.
 *
 * @param id what the learner calls it: {@code ttl}
 * @param options the answers; the first is called a, the next b
 * @param observation asks the cluster
 */
public record Question(
    String id, String text, List<String> options, Supplier<Observation> observation) {

  public Question {
    options = List.copyOf(options);
  }

  /** Whether this is the letter of one of the answers. */
  public boolean hasOption(String letter) {
    return letters().contains(letter);
  }

  /** The letters, in order. */
  public List<String> letters() {
    return options.stream().map(option -> letter(options.indexOf(option))).toList();
  }

  /** The answer of a letter. */
  public String option(String letter) {
    return options.get(letter.charAt(0) - 'a');
  }

  static String letter(int index) {
    return String.valueOf((char) ('a' + index));
  }
}
