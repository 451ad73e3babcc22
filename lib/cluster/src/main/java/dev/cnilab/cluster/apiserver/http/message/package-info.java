/**
 * The messages of HTTP: a request as it arrived, a reply and how it is sent, and a failure in the
 * API's words.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.http.message;
