/**
 * What limits a client's connection: numbers and times, what is on its way to it, and an outage,
 * which cuts it off.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.connection.limit;
