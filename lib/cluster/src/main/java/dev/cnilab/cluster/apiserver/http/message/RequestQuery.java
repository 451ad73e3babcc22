package dev.cnilab.cluster.apiserver.http.message;

import dev.cnilab.cluster.apiserver.query.Query;
import dev.cnilab.cluster.gonet.GoQuery;
import java.util.Map;
import org.eclipse.jetty.server.Request;

/** The query of a request as Go's net/http gives it. */
public final class RequestQuery {
  private RequestQuery() {}

  /** The parameters, without those that Go does not read. */
  public static Query of(Request request) {
    String query = request.getHttpURI().getQuery();
    return new Query(query == null ? Map.of() : GoQuery.parse(query));
  }
}
