package dev.cnilab.cluster.apiserver.http.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.schema.FieldOrder;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.log.GoBool;
import java.util.stream.Stream;

/**
 * How a JSON answer is laid out: in one line for programs, indented for people, who come with a
 * browser, curl or wget or ask with {@code ?pretty} (isPrettyPrint in k8s.io/apiserver).
 */
public enum Indentation {
  NONE {
    @Override
    public String write(JsonNode json) {
      return json + "\n";
    }
  },
  TWO_SPACES {
    @Override
    public String write(JsonNode json) {
      return GoJson.marshalForReading(FieldOrder.of(json));
    }
  };

  /**
   * How to answer a client.
   *
   * @param pretty the query parameter, "" if there is none
   * @param agent the User-Agent header, "" if there is none
   */
  public static Indentation of(String pretty, String agent) {
    boolean indented =
        pretty.isEmpty()
            ? Stream.of("curl", "Wget", "Mozilla/5.0").anyMatch(agent::startsWith)
            : GoBool.isTrue(pretty);
    return indented ? TWO_SPACES : NONE;
  }

  /** The text of an answer. */
  public abstract String write(JsonNode json);
}
