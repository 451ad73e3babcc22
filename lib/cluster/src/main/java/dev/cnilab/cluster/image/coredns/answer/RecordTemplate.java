package dev.cnilab.cluster.image.coredns.answer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * A record in a template, with actions between double braces. Of Go's template language it supports
 * fields, groups and {@code index}: {@code .Name}, {@code .Group.first}, {@code index .Match 1}.
 */
record RecordTemplate(String text) {
  private static final Pattern ACTION = Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?}}");
  private static final Pattern INDEX = Pattern.compile("index\\s+\\.(Match|Group)\\s+\"?(\\w+)\"?");
  private static final long TTL = 3600;

  /**
   * A template whose actions have been checked.
   *
   * @throws IllegalArgumentException that names the first unknown action
   */
  RecordTemplate {
    Matcher actions = ACTION.matcher(text);
    while (actions.find()) {
      key(actions.group(1));
    }
  }

  private static String key(String action) {
    Matcher index = INDEX.matcher(action);
    if (index.matches()) {
      return "Group." + index.group(2);
    }
    if (action.matches("\\.(Zone|Name|Class|Type|Remote)") || action.matches("\\.Group\\.\\w+")) {
      return action.substring(1);
    }
    throw new IllegalArgumentException("{{ " + action + " }} is not modelled here");
  }

  /**
   * The record.
   *
   * @param values of the actions, such as {@code Name} and {@code Group.1}
   * @throws IOException if the result is not a valid record
   */
  Record fill(Map<String, String> values) throws IOException {
    String filled =
        ACTION
            .matcher(text)
            .replaceAll(
                action ->
                    Matcher.quoteReplacement(
                        values.getOrDefault(key(action.group(1)), "<no value>")));
    byte[] line = (filled + "\n").getBytes(StandardCharsets.UTF_8);
    try (Master master = new Master(new ByteArrayInputStream(line), Name.root, TTL)) {
      Record record = master.nextRecord();
      if (record == null) {
        throw new IOException("no record");
      }
      return record;
    }
  }
}
