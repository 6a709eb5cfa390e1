import type { Server } from 'node:http';
import express, { type Router } from 'express';
import { createHttpServer } from '../../src/ground/http.ts';
import { createLog } from '../../src/ground/log.ts';
import { notFound, problemHandler } from '../../src/ground/problemHandler.ts';

/** The routes of one room behind our error handler, as a server for supertest. */
export function serveRoutes(path: string, ...routers: Router[]): Server {
  const app = express();
  for (const router of routers) app.use(path, router);
  app.use(notFound, problemHandler({ log: createLog('silent') }));
  return createHttpServer(app);
}
