/** Streams over WebSockets: {@code exec}, {@code attach}, {@code portforward}, {@code log}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.http.stream;
