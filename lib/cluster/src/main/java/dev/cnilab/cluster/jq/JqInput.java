package dev.cnilab.cluster.jq;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A value that jq reads.
 *
 * @param at where it ends, in jq's notation: {@code FILE:LINE}, where the line is 0 if its newline
 *     is missing
 */
record JqInput(JsonNode value, String at) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String DELIMITERS = " \t\r\n[]{}:,\"";

  /** Values, and what is wrong with the text after them; "" if nothing is. */
  record Read(List<JqInput> values, String fault) {}

  /** The values of a text, one after the other; an array is one value. */
  static Read values(String text, String file) throws IOException {
    List<JqInput> values = new ArrayList<>();
    try (JsonParser parser = MAPPER.createParser(text)) {
      while (parser.nextToken() != null) {
        JsonNode value = MAPPER.readTree(parser);
        int end = (int) parser.currentLocation().getCharOffset();
        values.add(new JqInput(value, file + ":" + line(text, end)));
      }
      return new Read(values, "");
    } catch (JsonEOFException unfinished) {
      return new Read(
          values, "parse error: Unfinished JSON term at EOF at " + position(text, text.length()));
    } catch (JacksonException malformed) {
      int end = (int) Math.max(0, malformed.getLocation().getCharOffset());
      while (end < text.length() && DELIMITERS.indexOf(text.charAt(end)) < 0) {
        end++;
      }
      boolean atEnd = end == text.length();
      return new Read(
          values,
          "parse error: Invalid numeric literal at "
              + (atEnd ? "EOF at " : "")
              + position(text, Math.min(end + 1, text.length())));
    }
  }

  /** Each line of a text as a string. */
  static List<JqInput> lines(String text, String file) {
    List<JqInput> lines = new ArrayList<>();
    text.lines()
        .forEach(each -> lines.add(new JqInput(TextNode.valueOf(each), file + ":" + lines.size())));
    return lines;
  }

  private static String position(String text, int offset) {
    String before = text.substring(0, offset);
    long line = before.chars().filter(c -> c == '\n').count() + 1;
    return "line " + line + ", column " + (offset - (before.lastIndexOf('\n') + 1));
  }

  /** jq reads a line at a time: how many lines it has read when it has the value. */
  private static long line(String text, int end) {
    int newline = text.indexOf('\n', Math.min(end, text.length()));
    String read = newline < 0 ? text : text.substring(0, newline + 1);
    return newline < 0 && !text.contains("\n") ? 0 : read.chars().filter(c -> c == '\n').count();
  }
}
