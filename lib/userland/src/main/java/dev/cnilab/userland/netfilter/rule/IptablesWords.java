package dev.cnilab.userland.netfilter.rule;

import dev.cnilab.userland.process.ProgramException;
import java.util.List;

/** The words of an iptables command line, read from left to right. */
public final class IptablesWords {
  private final List<String> words;
  private int at;

  public IptablesWords(List<String> words) {
    this.words = words;
  }

  public boolean isEmpty() {
    return at >= words.size();
  }

  public String next() {
    return words.get(at++);
  }

  /** Whether the next word is a value, not an option. */
  public boolean hasValue() {
    return !isEmpty() && !words.get(at).startsWith("-") && !words.get(at).equals("!");
  }

  /**
   * The value of an option.
   *
   * @throws ProgramException if there is none
   */
  public String valueOf(String option) throws ProgramException {
    if (isEmpty()) {
      throw IptablesFailure.usage("option \"" + option + "\" requires an argument");
    }
    return next();
  }
}
