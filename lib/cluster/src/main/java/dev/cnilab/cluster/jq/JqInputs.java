package dev.cnilab.cluster.jq;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.jq.value.JqNumbers;
import java.io.IOException;
import java.util.Optional;

/** The values of a text, one after the other; an array is one value. */
final class JqInputs {
  private static final ObjectMapper MAPPER = new ObjectMapper().setNodeFactory(new JqNumbers());

  private final JqText text;
  private final String file;
  private final JsonParser parser;
  private String fault = "";

  /**
   * Reads from a file.
   *
   * @param file its name, for errors
   */
  JqInputs(JqText text, String file) throws IOException {
    this.text = text;
    this.file = file;
    this.parser = MAPPER.createParser(text);
  }

  /** What is wrong with the text after the last value; "" if nothing is. */
  String fault() {
    return fault;
  }

  /** The next value; empty at the end, or before a fault. */
  Optional<JqInput> next() throws IOException {
    try {
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      JqInput value = new JqInput(MAPPER.readTree(parser), at());
      text.forget();
      return Optional.of(value);
    } catch (JsonEOFException unfinished) {
      fault = "parse error: Unfinished JSON term at EOF at " + text.position();
    } catch (StreamConstraintsException tooDeep) {
      fault = "parse error: Exceeds depth limit for parsing at " + text.position();
    } catch (JacksonException malformed) {
      long offset = malformed.getLocation().getCharOffset();
      fault = "parse error: Invalid numeric literal at " + text.afterWord(offset);
    }
    return Optional.empty();
  }

  /** The next line as a string. */
  Optional<JqInput> nextLine() throws IOException {
    Optional<String> line = text.readLine();
    text.forget();
    return line.map(each -> new JqInput(TextNode.valueOf(each), at()));
  }

  private String at() {
    return file + ":" + text.lines();
  }
}
