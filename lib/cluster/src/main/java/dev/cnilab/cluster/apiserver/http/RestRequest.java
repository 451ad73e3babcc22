package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.authorization.User;
import java.util.List;
import java.util.Map;

/**
 * A request as it came.
 *
 * @param path decoded, split at slashes, without empty parts
 * @param parameters of the query, each with its values in order
 * @param accept the Accept header, "" if there is none
 * @param agent what the client calls itself, the User-Agent header up to the first slash
 * @param warnings collects what the client is told besides the answer
 * @param contentType the Content-Type header without its parameters, "" if there is none
 */
public record RestRequest(
    String method,
    List<String> path,
    Map<String, List<String>> parameters,
    String accept,
    String contentType,
    RequestBody body,
    String agent,
    User user,
    List<String> warnings) {

  /** The first value of a query parameter, "" if it is not there. */
  public String parameter(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }

  /** Whether a query parameter is there and is neither false nor 0. */
  public boolean isSet(String name) {
    return parameters.containsKey(name)
        && !parameter(name).equals("false")
        && !parameter(name).equals("0");
  }
}
