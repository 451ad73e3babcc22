/** Requests to Services: what the client sees, and the layer that it indicates. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.service;
