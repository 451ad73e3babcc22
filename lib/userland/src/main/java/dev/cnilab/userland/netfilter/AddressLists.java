package dev.cnilab.userland.netfilter;

import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.List;

/** Expands several addresses after -s or -d into one rule per combination. */
final class AddressLists {
  private static final List<String> OPTIONS =
      List.of("-s", "--source", "--src", "-d", "--destination", "--dst");

  private AddressLists() {}

  /**
   * The arguments of each rule.
   *
   * @throws ProgramException if a list is inverted
   */
  static List<List<String>> expand(List<String> words) throws ProgramException {
    for (int i = 0; i + 1 < words.size(); i++) {
      String list = words.get(i + 1);
      if (OPTIONS.contains(words.get(i)) && list.contains(",")) {
        if (i > 0 && words.get(i - 1).equals("!")) {
          throw IptablesFailure.usage(
              "! not allowed with multiple source or destination IP addresses");
        }
        List<List<String>> all = new ArrayList<>();
        for (String address : list.split(",", -1)) {
          List<String> one = new ArrayList<>(words);
          one.set(i + 1, address);
          all.addAll(expand(one));
        }
        return all;
      }
    }
    return List.of(words);
  }
}
