package dev.cnilab.userland.netfilter.rule.parser;

import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.OwnerMatch;
import dev.cnilab.userland.netfilter.rule.Accounts;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.netfilter.rule.IptablesWords;
import dev.cnilab.userland.process.ProgramException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of the extension owner, which match who sends a packet. */
record OwnerOptions(Accounts accounts) {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,10})(?:-(\\d{1,10}))?");

  /**
   * Parses the condition of an option.
   *
   * @return empty if the option is none of these
   * @throws ProgramException if its value names no user or group
   */
  Optional<Match> match(String option, IptablesWords words) throws ProgramException {
    return Optional.ofNullable(
        switch (option) {
          case "--socket-exists" -> new OwnerMatch.Exists();
          case "--uid-owner" -> {
            String name = words.valueOf(option);
            long[] range = range(option, name, accounts.users().apply(name));
            yield new OwnerMatch.User(range[0], range[1]);
          }
          case "--gid-owner" -> {
            String name = words.valueOf(option);
            long[] range = range(option, name, accounts.groups().apply(name));
            yield new OwnerMatch.Group(range[0], range[1]);
          }
          default -> null;
        });
  }

  private static long[] range(String option, String text, Optional<Long> named)
      throws ProgramException {
    if (named.isPresent()) {
      return new long[] {named.get(), named.get()};
    }
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      throw IptablesFailure.usage(
          "owner: Bad value for \"" + option + "\" option: \"" + text + "\"");
    }
    long first = Long.parseLong(range.group(1));
    return new long[] {first, range.group(2) == null ? first : Long.parseLong(range.group(2))};
  }
}
