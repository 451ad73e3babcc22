package dev.cnilab.cluster.apiserver.http.message;

import dev.cnilab.cluster.apiserver.admission.webhook.Verdicts;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.query.Query;
import java.util.List;

/**
 * A request as it arrived.
 *
 * @param path decoded, split at slashes, without empty parts
 * @param accept the Accept header, "" if there is none
 * @param agent the client's name, the User-Agent header up to the first slash
 * @param warnings collects what the client is told besides the answer
 * @param verdicts what webhooks have answered so far
 * @param contentType the Content-Type header without its parameters, "" if there is none
 */
public record RestRequest(
    String method,
    List<String> path,
    Query query,
    String accept,
    String contentType,
    RequestBody body,
    String agent,
    User user,
    List<String> warnings,
    Verdicts verdicts) {

  /** The same with a body. */
  public RestRequest with(RequestBody other) {
    return new RestRequest(
        method, path, query, accept, contentType, other, agent, user, warnings, verdicts);
  }

  /** The same with more answers of webhooks; warnings will be collected again. */
  public RestRequest with(Verdicts said) {
    warnings.clear();
    return new RestRequest(
        method, path, query, accept, contentType, body, agent, user, warnings, said);
  }

  /** The first value of a query parameter, "" if it is absent. */
  public String parameter(String name) {
    return query.text(name);
  }

  /** Whether a query parameter is present and true. */
  public boolean isSet(String name) {
    return query.isSet(name);
  }
}
