/**
 * Signatures of the few types of TornadoVM's API that the GPU engine uses, written by hand, for
 * compiling where no SDK is installed. They are never packaged; a test compares them with the real
 * API where there is one.
 */
module tornado.api {
  exports uk.ac.manchester.tornado.api;
  exports uk.ac.manchester.tornado.api.common;
  exports uk.ac.manchester.tornado.api.enums;
  exports uk.ac.manchester.tornado.api.math;
  exports uk.ac.manchester.tornado.api.runtime;
  exports uk.ac.manchester.tornado.api.types.arrays;
}
